-- What begins with "Personal:" is rewritten by ./usher scrub, so that deleted rows leave nothing in its files (docs/audit.md, Traces).
comment on table command_side.account is 'Personal: names; user ids are in facts, too';
comment on table command_side.account_email is 'Personal: addresses, in clear';
comment on table command_side.scheduled_task is 'Personal: letters on their way; their addresses are encrypted, since version 9';
comment on table command_side.dead_letter is 'Personal: letters that were given up; their addresses are encrypted, since version 9';
comment on table command_side.open_invitation is 'Personal: keyed digests of invitees; addresses before version 9';
