/** What people leave behind in the files of PostgreSQL (docs/audit.md, Traces). */
package dev.usher.query.trace;
