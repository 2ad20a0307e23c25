/** What can be wished of an invitation, and what can be asked about it. */
package dev.usher.api.invitation;
