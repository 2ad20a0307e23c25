/** Tells the back ends of a team what happens to its invitations: signed, again until they hear it (ADR 0019). */
package dev.usher.command.webhook;
