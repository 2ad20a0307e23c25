package dev.usher.query.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;

/**
 * Something that happened to an invitation.
 *
 * @param position in the log: total order, never changes, may skip numbers
 * @param recordedAt when it was written into the log
 * @param at when it happened
 * @param type its stored name, which never changes
 * @param who it was that caused it; not there where the fact does not say
 * @param correlationId the id of the request that caused it; not there where it was none
 * @param client a digest of where that request came from: the same for the same network, until its key is replaced
 * @param words the same in a sentence
 * @param data the fact itself; without what is personal once the invitee was forgotten
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HistoryEntry(
        long position,
        Instant recordedAt,
        Instant at,
        String type,
        Who who,
        String correlationId,
        String client,
        String words,
        Map<String, Object> data) {}
