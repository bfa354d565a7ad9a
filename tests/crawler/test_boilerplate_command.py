"""``scrapy boilerplate`` as a process of its own."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from pipelines.furniture import STORIES
from pipelines.store import Store
from tests.pipelines.test_furniture import LINE, told
from tests.project import Installation


def test_lines_are_listed_and_put_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/prahari.db"
    with closing(Store(url)) as store:
        for number in range(STORIES):
            store.save(told(number))
    here = Installation(tmp_path, tmp_path, {"PRAHARI_STORE": url})
    listed = here.scrapy("boilerplate")
    assert listed.stdout == f"prabhat: furniture, in {STORIES} stories: {LINE}\n"
    assert here.scrapy("boilerplate", "prabhat", "--text", LINE).stdout == f"{STORIES} stories changed\n"
    (line,) = here.scrapy("boilerplate", "--json").stdout.splitlines()
    said = json.loads(line)
    assert (said["line"], said["verdict"], said["said"]) == (LINE, "text", True)
    with closing(Store(url)) as store:
        assert all(LINE in one.text for one in store.stories())
    assert here.scrapy("boilerplate", "--text", LINE).returncode == 2
