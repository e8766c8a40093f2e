"""Registration (التسجيل): applications of a lead and companions, from a mission's workbook to
the verdict whether each file may enter the selection."""
