/** The machine that standalone runs on: its environment, data directory and ports, and why it cannot be used. */
package dev.usher.standalone.host;
