/** The side that decides: REST commands become facts. */
package dev.usher.command;
