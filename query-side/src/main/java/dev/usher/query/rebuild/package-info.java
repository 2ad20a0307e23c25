/** Views made anew from the log while they are read: into tables beside them, which then take their place. */
package dev.usher.query.rebuild;
