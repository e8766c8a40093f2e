"""The whole thread without the pages: from a workbook to pilgrims admitted at the gate."""
