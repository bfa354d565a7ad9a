#!/bin/sh
# Make the virtual environment and install pinned requirements; one line says what went wrong.
# usage: PYTHON=python3.11 setup.sh VENV REQUIREMENTS
set -eu
venv=$1
requirements=$2
log=$venv.log

if [ -z "${PYTHON:-}" ]; then
	echo "setup: no Python 3.11 or newer found; install one, or name it: make PYTHON=/path/to/python3 setup" >&2
	exit 1
fi
if [ ! -x "$venv/bin/python" ]; then
	echo "setup: virtual environment in $venv ($PYTHON)"
	if ! "$PYTHON" -m venv "$venv" >"$log" 2>&1; then
		echo "setup: $PYTHON could not make a virtual environment (on Debian: apt-get install python3-venv); see $log" >&2
		rm -rf "$venv"
		exit 1
	fi
fi

install() {
	"$venv/bin/python" -m pip install --disable-pip-version-check --quiet --retries 2 --timeout 30 "$@" >"$log" 2>&1
}

fail() {
	if grep -qE 'Temporary failure in name resolution|Name or service not known|NewConnectionError|Network is unreachable|Connection refused|ConnectTimeout|ProxyError|nodename nor servname' "$log"; then
		echo "setup: the package index cannot be reached: Prahari needs a network once, to install $requirements (details: $log)" >&2
	else
		echo "setup: installing $requirements failed: $(grep -m1 -E '^ERROR' "$log" || tail -n 1 "$log") (details: $log)" >&2
	fi
	exit 1
}

echo "setup: installing $requirements"
# The pip that ships with older Pythons cannot resolve some of our packages.
install --upgrade "pip>=25" || fail
install -r "$requirements" || fail
if [ "$requirements" = requirements.txt ]; then
	"$venv/bin/python" -m search.lemmas >>"$log" 2>&1 || { echo "setup: building the lemma table failed; see $log" >&2; exit 1; }
fi
rm -f "$log"
