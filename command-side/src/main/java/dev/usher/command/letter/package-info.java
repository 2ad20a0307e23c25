/** The letters of an invitation: which facts cause one, and what it says. */
package dev.usher.command.letter;
