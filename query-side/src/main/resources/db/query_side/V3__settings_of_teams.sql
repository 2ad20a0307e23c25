-- Whom a team may invite and how many: any domain and any number until it says otherwise.
alter table query_side.team
    add column allowed_domains text not null default '', -- separated by commas, which no domain has
    add column seats           integer;
