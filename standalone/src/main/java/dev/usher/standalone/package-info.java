/** Both sides in one process, with its own PostgreSQL and its own mailbox. No logic of invitations lives here. */
package dev.usher.standalone;
