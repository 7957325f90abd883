"""The report as JUnit XML, which CI systems read: a test case for each floor and for each crash."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from evals.values import Report, Result

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(report: Report) -> str:
    """Return JUnit XML: a floor missed is a failure, a crashed case an error, a skipped corpus is skipped."""
    root = ET.Element("testsuites", name="claimdesk eval", time=f"{report.seconds:.3f}")
    for result in report.results:
        root.append(_suite(result, report))
    for skipped in report.skipped:
        suite = ET.SubElement(root, "testsuite", name=skipped.name, tests="1", skipped="1", failures="0", errors="0")
        case = ET.SubElement(suite, "testcase", classname=skipped.name, name="corpus")
        ET.SubElement(case, "skipped", message=_clean(skipped.reason))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(result: Result, report: Report) -> ET.Element:
    suite = ET.Element("testsuite", name=result.key)
    problems = {p.measure: p.reason for p in report.problems if p.key == result.key}
    names = dict.fromkeys([*(m.name for m in result.measures if m.better != "reported"), *problems])
    for name in names:
        case = ET.SubElement(suite, "testcase", classname=result.key, name=name or "pinned corpus")
        if reason := problems.get(name):
            ET.SubElement(case, "failure", message=_clean(reason))
    for row in result.rows:
        seconds = f"{row.outcome.ms / 1000:.3f}"
        case = ET.SubElement(suite, "testcase", classname=result.key, name=_clean(row.outcome.case.id), time=seconds)
        if row.error:
            ET.SubElement(case, "error", message=_clean(row.error))
    errors = sum(row.error is not None for row in result.rows)
    counts = {"tests": len(suite), "failures": len(problems), "errors": errors, "skipped": 0}
    suite.attrib |= {name: str(count) for name, count in counts.items()}
    return suite


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
