# syntax=docker/dockerfile:1
# Prahari's image. The first stage makes /opt/prahari whole, the second takes it over: no pip cache, no compiler
# output, no layer in between. tests/test_image.py runs the same steps in a clean directory.

ARG PYTHON=3.13-slim-bookworm

FROM python:${PYTHON} AS build
WORKDIR /opt/prahari
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# The pip that ships with older Pythons cannot resolve some of our packages.
RUN python -m venv .venv && .venv/bin/python -m pip install --quiet --upgrade "pip>=25"
# Before the program: while it changes and the requirements do not, this layer stays.
COPY requirements.txt ./
RUN .venv/bin/python -m pip install --quiet -r requirements.txt
COPY . ./
# The lemma table stands beside its module, which is read-only when the image runs: it is made here. So is byte code.
RUN .venv/bin/python -m search.lemmas && .venv/bin/python -m compileall -q crawler pipelines scheduler search tools

FROM python:${PYTHON}
LABEL org.opencontainers.image.title="Prahari" \
      org.opencontainers.image.description="Watches Hindi news for defence news" \
      org.opencontainers.image.licenses="Apache-2.0"
# A fixed uid, so that volumes keep their owner from one image to the next. Volumes that are mounted here for the
# first time take over owner and mode of these directories.
RUN groupadd --system --gid 10001 prahari \
 && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/prahari --shell /usr/sbin/nologin prahari \
 && install -d -o prahari -g prahari -m 0700 /var/lib/prahari /var/lib/prahari/data /var/lib/prahari/access
COPY --from=build /opt/prahari /opt/prahari
WORKDIR /opt/prahari
ENV PATH=/opt/prahari/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PRAHARI_DATA=/var/lib/prahari/data
USER 10001:10001
CMD ["python", "-m", "scheduler"]
