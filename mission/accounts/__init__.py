"""Accounts (حسابات المتقدمين): how the public signs in, by national id and a code by SMS."""
