"""What the package promises to be called, and what it may not load."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from qiao import measure

PROMISED = (
    "cronbach_alpha mcdonald_omega item_total icc r_wg wilson newcombe likert_mean net_score "
    "nonresponse_weights "
    "shrink xmr p_chart laney_p funnel relative_weights shapley_r2 importance_performance kano paired "
    "interrupted_time_series difference_in_differences cusum kaplan_meier aalen_johansen crossed_raters "
    "reciprocity "
    "composite item_statistics kr20 factor_analysis releasable manski quantile_bound fidelity "
    "forecast_amount "
    "rank_stability ei_index constraint betweenness reach_by_level littles_law gates"
)
PACKAGE = Path(measure.__file__).parent


@pytest.mark.parametrize("name", PROMISED.split(" "))
def test_a_promised_name_exists_and_is_documented(name):
    assert getattr(measure, name).__doc__


def test_every_public_name_can_be_fetched():
    assert all(getattr(measure, name) is not None for name in measure.__all__)


def test_the_list_for_type_checkers_equals_the_list_for_the_running_program():
    tree = ast.parse(Path(measure.__file__).read_text(encoding="utf-8"))
    typed = next(node for node in tree.body if isinstance(node, ast.If))
    imported = {
        (node.module, alias.name)
        for node in typed.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    running = {(family, name) for name, family in measure._HOMES.items()} | {(None, "gates")}
    assert imported == running
    assert set(measure.__all__) == {name for _, name in imported}


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'median'"):
        _ = measure.median


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("from qiao import measure", "numpy scipy statsmodels networkx pandas django"),
        ("from qiao import measure; measure.wilson(8, 10)", "scipy statsmodels networkx pandas django"),
        (
            "from qiao import measure; [getattr(measure, n) for n in measure.__all__]",
            "statsmodels networkx django",
        ),
    ],
)
def test_heavy_libraries_wait_until_they_are_needed(code, absent):
    script = f"{code}; import sys; print([m for m in {absent.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_module_imports_django_and_none_is_longer_than_300_lines():
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 300, path
        assert "import django" not in text or path.parent.name == "tests", path
