-- Who accepted an invitation to a team whose members are kept elsewhere (ADR 0016): only so that accepting again is known
-- to have happened. Nobody is a member by it.
create table command_side.accepted_elsewhere (
    team_id text not null,
    user_id text not null,
    primary key (team_id, user_id)
);
