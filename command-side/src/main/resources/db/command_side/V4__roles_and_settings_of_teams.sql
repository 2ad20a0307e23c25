-- Which roles administer is a setting: the index serves whichever they are.
drop index command_side.team_member_administrator;
create index team_member_role on command_side.team_member (team_id, role);

-- Null: any domain, any number. Written in the transaction of team.settings-changed.
alter table command_side.team
    add column allowed_domains text[],
    add column seats           integer;

-- Seats that open invitations reserve.
create index open_invitation_by_team on command_side.open_invitation (team_id, expires_at);
