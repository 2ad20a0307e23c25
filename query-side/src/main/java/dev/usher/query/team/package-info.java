/** Who belongs to which team, as the log tells: rights of readers are checked here. */
package dev.usher.query.team;
