/** What happened to an invitation, who did it, and how things were at a moment of the past. */
package dev.usher.query.history;
