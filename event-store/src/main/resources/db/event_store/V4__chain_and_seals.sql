-- Each fact is chained to the one before it of its aggregate, so that nobody changes one unnoticed; what is personal in it is
-- encrypted with a key of the invitee, so that it can be forgotten without changing anything (docs/audit.md, ADR 27 and 28).

-- Which key opens the personal data of an invitation. Deleted to forget: no fact, view or backup of the log has another.
create table event_store.invitee_key (
    invitation_id text collate "C" primary key,
    person        text collate "C" not null,   -- keyed digest of the invited address or user id
    wrapped       bytea not null               -- encrypted with the key 'personal' of event_store.key_ring
);

create index invitee_key_person on event_store.invitee_key (person);

-- Whose invitations are whose: what somebody has bound.
create index fact_bound_user on event_store.fact ((payload ->> 'userId')) where name = 'invitation.invitee-bound';

-- Nobody ever read it. Taking it, in the trigger, is what matters.
alter table event_store.fact drop column transaction_id;

alter table event_store.fact add column hash bytea;

comment on column event_store.fact.hash is 'SHA-256 of the hash of the fact before it of this aggregate, and of this fact';

-- What is hashed: every column of a fact, as docs/audit.md says. Each append waits for this: one expression of few parts, which PostgreSQL
-- takes into that of the trigger.
create function event_store.chained(previous bytea, fact event_store.fact) returns bytea language sql stable as $$
    select sha256(previous || convert_to(json_build_array(
        fact.global_index, fact.event_id, fact.aggregate_type, fact.aggregate_id, fact.sequence_number, fact.name, fact.revision,
        extract(epoch from fact.recorded_at), octet_length(fact.metadata::text), fact.metadata, fact.payload)::text, 'UTF8'))
$$;

-- Every fact but the first asks for the one before it, so none has a number below zero.
alter table event_store.fact drop constraint fact_sequence_number_check;

create or replace function event_store.place_fact() returns trigger language plpgsql as $$
declare
    previous bytea := '';
begin
    -- First the transaction id, then the position (ADR 0003); case does one before the other, and is cheaper than two statements.
    new.global_index := case when pg_current_xact_id() is not null then nextval('event_store.fact_position') end;
    if new.sequence_number <> 0 then
        select hash into previous from event_store.fact
        where aggregate_id = new.aggregate_id and sequence_number = new.sequence_number - 1;
        if not found then
            raise exception 'fact % of % % cannot be appended: there is no fact %',
                new.sequence_number, new.aggregate_type, new.aggregate_id, new.sequence_number - 1
                using errcode = 'foreign_key_violation';
        end if;
    end if;
    new.hash := event_store.chained(previous, new);
    return new;
end
$$;
