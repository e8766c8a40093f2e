"""A stand-in for an SMS gateway (بوابة الرسائل): takes messages and shows them on a page.

It speaks Kannel's `sendsms` and is a program of its own:
`python -m simulators.sms --port N --data DIR`. Nothing is sent to any mobile.
"""
