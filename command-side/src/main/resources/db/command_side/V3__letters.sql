-- Every letter ever posted, so that posting an id again does nothing, also long after the letter left
-- (a replayed log must not write to everybody a second time).
CREATE TABLE command_side.letter (
    id        text        PRIMARY KEY,
    posted_at timestamptz NOT NULL
);

-- Letters on their way. The names of table and columns but for the schema are those of db-scheduler.
CREATE TABLE command_side.scheduled_task (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            jsonb,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer     NOT NULL DEFAULT 0,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_task_execution_time ON command_side.scheduled_task (execution_time);
CREATE INDEX scheduled_task_last_heartbeat ON command_side.scheduled_task (last_heartbeat);

-- Letters that were given up. They wait here for somebody who posts them again.
CREATE TABLE command_side.dead_letter (
    id         text        PRIMARY KEY,
    kind       text        NOT NULL,
    letter     jsonb       NOT NULL,
    reason     text        NOT NULL,
    attempts   integer     NOT NULL,
    posted_at  timestamptz NOT NULL,
    gave_up_at timestamptz NOT NULL
);
