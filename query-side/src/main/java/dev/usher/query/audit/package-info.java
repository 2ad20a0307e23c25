/** For auditors: the log as a feed, and the proof that nothing in it was altered (docs/audit.md). */
package dev.usher.query.audit;
