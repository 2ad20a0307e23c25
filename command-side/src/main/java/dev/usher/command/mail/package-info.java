/** Letters on their way: posting, delivering, trying again, giving up. Knows nothing of what they say. */
package dev.usher.command.mail;
