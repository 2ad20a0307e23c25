-- Only the newest try of a request may say what became of it: who was believed dead may come back.
alter table command_side.idempotent_request add column tries integer not null default 1;
