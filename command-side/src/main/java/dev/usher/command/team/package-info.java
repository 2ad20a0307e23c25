/** Teams and who belongs to them. */
package dev.usher.command.team;
