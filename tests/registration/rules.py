"""What the sample season says about cells."""

from mission.registration.rules.values import WorkbookRules

RULES = WorkbookRules("QAT", "QA", "Asia/Qatar", (1300, 1500), 50)
