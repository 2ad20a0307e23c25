/** The organizations door and Usher's own calls (docs/api.md): what changes an invitation. */
package dev.usher.command.organization;
