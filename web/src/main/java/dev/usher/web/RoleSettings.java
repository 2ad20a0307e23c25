package dev.usher.web;

import dev.usher.api.Role;
import dev.usher.api.Roles;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the members of this deployment's teams can be. The same for all its processes.
 *
 * @param names highest first, default admin, developer, member. {@code USHER_ROLES_NAMES}, comma-separated
 * @param administrators how many of them, from the highest, administer their team, default 1.
 *     {@code USHER_ROLES_ADMINISTRATORS}
 * @param standard who is invited without a role gets this one, default the lowest. {@code USHER_ROLES_STANDARD}
 */
@ConfigurationProperties("usher.roles")
record RoleSettings(
        @DefaultValue({"admin", "developer", "member"}) List<String> names,
        @DefaultValue("1") int administrators,
        String standard) {

    RoleSettings {
        standard = standard == null || standard.isBlank() ? names.getLast() : standard;
        roles(names, administrators, standard); // refuses at the start what makes no sense
    }

    Roles roles() {
        return roles(names, administrators, standard);
    }

    private static Roles roles(List<String> names, int administrators, String standard) {
        return new Roles(names.stream().map(Role::new).toList(), administrators, new Role(standard));
    }
}
