/** What can be wished of a team, and what can be asked about it. */
package dev.usher.api.team;
