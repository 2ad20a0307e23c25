/** A whole Usher as files, and back: the log with its proof, and the rows beside it that cannot be made of the log (docs/backup.md). */
package dev.usher.eventstore.backup;
