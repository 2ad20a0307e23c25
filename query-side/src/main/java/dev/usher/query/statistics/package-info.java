/** Statistics: who invited whom into which team, and what came of it, by day. */
package dev.usher.query.statistics;
