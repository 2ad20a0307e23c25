/** A real PostgreSQL server as a child of this process, on a lasting data directory. */
package dev.usher.standalone.postgres;
