/** Invitations as pages and clients see them: one, the open ones of a team or a person, and what may come of them. */
package dev.usher.query.invitation;
