/**
 * Proof that nothing in the log was altered: what is chained and signed, and how it is verified, with a database or without one
 * (docs/audit.md).
 */
package dev.usher.eventstore.audit;
