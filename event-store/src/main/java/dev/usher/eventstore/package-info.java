/**
 * Facts on disk: Axon over PostgreSQL. Appends and loads facts, shows them as one ordered stream, feeds those who
 * follow it, and keeps the keys that sign tokens and the counts of limits. Import
 * {@link dev.usher.eventstore.EventStoreConfiguration}.
 */
package dev.usher.eventstore;
