import pytest

from bpsheet.grading.submission import Handed
from bpsheet.grading.submissions.platforms import handed_in, is_text_typed_online

MOODLE = "moodle"


@pytest.mark.parametrize(
    ("folder", "name", "person", "identifier", "own_name"),
    [
        ("Ada Lovelace_17_assignsubmission_file_", "a.xlsx", "Ada Lovelace", "17", "a.xlsx"),
        ("Ada Lovelace_17_assignsubmission_file", "a.xlsx", "Ada Lovelace", "17", "a.xlsx"),
        ("", "Ada Lovelace_17_assignsubmission_file_a_b.xlsx", "Ada Lovelace", "17", "a_b.xlsx"),
        ("Participant_17_assignsubmission_file_", "a.xlsx", "Participant", "17", "a.xlsx"),
        ("Group A-Ada_17_assignsubmission_file_", "a.xlsx", "Group A-Ada", "17", "a.xlsx"),
        ("Ævar_Ö_3_assignsubmission_file_", "a.ods", "Ævar_Ö", "3", "a.ods"),
    ],
)
def test_moodle_tells_who_handed_in(
    folder: str, name: str, person: str, identifier: str, own_name: str
) -> None:
    handed, found = handed_in(folder, name)
    assert (handed.system, handed.person, handed.identifier) == (MOODLE, person, identifier)
    assert found == own_name
    assert handed.folder.endswith(f"_{identifier}_assignsubmission_file{'_' * (folder[-1:] != 'e')}")


@pytest.mark.parametrize(
    ("name", "handed"),
    [
        ("lovelaceada_4321_98765_sheet.xlsx", Handed("canvas", "lovelaceada", "4321")),
        (
            "lovelaceada_LATE_4321_98765_sheet-2.xlsx",
            Handed("canvas", "lovelaceada", "4321", attempt=2, late=True),
        ),
        ("anon_x7Kp2_98765_sheet.xlsx", Handed("canvas")),
        ("anon_x7Kp2_LATE_98765_my_sheet.xlsx", Handed("canvas", late=True)),
    ],
)
def test_canvas_tells_who_handed_in(name: str, handed: Handed) -> None:
    assert handed_in("", name)[0] == handed


@pytest.mark.parametrize("name", ["sheet.xlsx", "my_sheet.xlsx", "a_1_b.xlsx", "1_2.xlsx", "_", ""])
def test_other_names_tell_nothing(name: str) -> None:
    assert handed_in("some folder", name) == (Handed(), name)


def test_text_typed_online_is_no_workbook() -> None:
    assert is_text_typed_online("Ada_17_assignsubmission_onlinetext_", "onlinetext.html")
    assert is_text_typed_online("", "Ada_17_assignsubmission_onlinetext_onlinetext.html")
    assert not is_text_typed_online("Ada_17_assignsubmission_file_", "onlinetext.xlsx")
