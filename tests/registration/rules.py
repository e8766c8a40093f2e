"""What the sample season says about cells."""

from mission.registration.rules.districts import District, Districts
from mission.registration.rules.values import WorkbookRules

DISTRICTS = Districts(
    (District("doha", "الدوحة", "Doha"), District("al-rayyan", "الريان", "Al Rayyan"))
)
RULES = WorkbookRules("QAT", "QA", "Asia/Qatar", (1300, 1500), 50, DISTRICTS)
