/** The right to be forgotten. */
package dev.usher.command.person;
