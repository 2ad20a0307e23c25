/** The invitation: decides every wish, and the doors that bring them. */
package dev.usher.command.invitation;
