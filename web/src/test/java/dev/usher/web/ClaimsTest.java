package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.EmailAddress;
import dev.usher.api.TeamId;
import dev.usher.web.OidcSettings.ClaimNames;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.core.AuthenticationException;
import tools.jackson.databind.json.JsonMapper;

/** Claims as real providers shape them. */
class ClaimsTest {

    private static final ClaimNames STANDARD = new ClaimNames("sub", "email", "email_verified", null, "roles", null);

    private static Caller caller(ClaimNames names, String json) {
        @SuppressWarnings("unchecked")
        Map<String, Object> claims = JsonMapper.shared().readValue(json.replace('\'', '"'), Map.class);
        return new Claims(names).caller(claims);
    }

    private static ClaimNames roles(String path) {
        return new ClaimNames("sub", "email", "email_verified", null, path, null);
    }

    private static ClaimNames teams(String path) {
        return new ClaimNames("sub", "email", "email_verified", null, "roles", path);
    }

    private static Set<EmailAddress> addresses(String... values) {
        return Stream.of(values).map(EmailAddress::new).collect(java.util.stream.Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6f1f0f5e-6f0e-4f0e-8f0e-6f1f0f5e6f0e",
                "auth0|64b7c0",
                "google-oauth2|1093",
                "f:6f1f0f5e-6f0e-4f0e-8f0e-6f1f0f5e6f0e:ann",
                "00u1a2_B-c.d"
            })
    void the_subject_is_the_user_id(String subject) {
        assertThat(caller(STANDARD, "{'sub': '%s'}".formatted(subject)).id().value())
                .isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'sub': null}",
                "{'sub': ''}",
                "{'sub': 'a b'}",
                "{'sub': 'a/b'}",
                "{'sub': ['alice']}",
                "{'sub': {'id': 'alice'}}",
                "{'sub': true}",
                "{'sub': 'key-1'}" // as API keys are called
            })
    void without_a_usable_user_id_nobody_is_known(String claims) {
        assertThatThrownBy(() -> caller(STANDARD, claims)).isInstanceOf(AuthenticationException.class);
    }

    @Test
    void another_claim_can_be_the_user_id_also_a_number() {
        ClaimNames names =
                new ClaimNames("https://example.org/user.id", "email", "email_verified", null, "roles", null);

        assertThat(caller(names, "{'sub': 'x', 'https://example.org/user.id': 42}")
                        .id()
                        .value())
                .isEqualTo("42");
    }

    static Stream<Arguments> verified() {
        return Stream.of(
                Arguments.of("{'sub': 's', 'email': 'Ann@Example.org', 'email_verified': true}", true),
                Arguments.of("{'sub': 's', 'email': 'ann@example.org', 'email_verified': 'true'}", true),
                Arguments.of("{'sub': 's', 'email': 'ann@example.org', 'email_verified': false}", false),
                Arguments.of("{'sub': 's', 'email': 'ann@example.org', 'email_verified': 'false'}", false),
                Arguments.of("{'sub': 's', 'email': 'ann@example.org', 'email_verified': 1}", false),
                Arguments.of("{'sub': 's', 'email': 'ann@example.org', 'email_verified': null}", false),
                Arguments.of("{'sub': 's', 'email': 'ann@example.org'}", false),
                Arguments.of("{'sub': 's', 'email_verified': true}", false));
    }

    @ParameterizedTest
    @MethodSource("verified")
    void an_address_counts_when_the_provider_says_that_it_is_verified(String claims, boolean counts) {
        assertThat(caller(STANDARD, claims).emails()).isEqualTo(counts ? addresses("ann@example.org") : Set.of());
    }

    @Test
    void a_list_can_be_all_verified_and_what_is_no_address_is_passed_over() {
        ClaimNames names = new ClaimNames("sub", "email", "email_verified", "identity.emails", "roles", null);

        assertThat(caller(names, """
                        {'sub': 's', 'email': 'unverified@example.org',
                         'identity': {'emails': ['ann@example.org', 'nonsense', 7, null, 'a@b@c', 'ben@example.org']}}
                        """).emails()).isEqualTo(addresses("ann@example.org", "ben@example.org"));
        assertThat(caller(names, "{'sub': 's', 'identity': {'emails': 'ann@example.org'}}")
                        .emails())
                .isEqualTo(addresses("ann@example.org"));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("roles", "{'sub': 's', 'roles': ['analyst', 'Operator', 'unknown', 7]}"),
                Arguments.of("roles", "{'sub': 's', 'roles': 'analyst operator'}"),
                Arguments.of("roles", "{'sub': 's', 'roles': 'operator,analyst'}"),
                Arguments.of("realm_access.roles", "{'sub': 's', 'realm_access': {'roles': ['analyst', 'operator']}}"),
                Arguments.of(
                        "resource_access.usher.roles",
                        "{'sub': 's', 'resource_access': {'usher': {'roles': ['operator', 'analyst']}}}"),
                Arguments.of(
                        "https://example.org/roles",
                        "{'sub': 's', 'https://example.org/roles': ['analyst', 'operator']}"),
                Arguments.of(
                        "https://example.org/app.roles",
                        "{'sub': 's', 'https://example.org/app': {'roles': ['analyst', 'operator']}}"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void site_roles_are_found_wherever_they_are(String path, String claims) {
        assertThat(caller(roles(path), claims).roles()).containsExactlyInAnyOrder(SiteRole.ANALYST, SiteRole.OPERATOR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sub': 's'}",
                "{'sub': 's', 'realm_access': null}",
                "{'sub': 's', 'realm_access': 'analyst'}",
                "{'sub': 's', 'realm_access': {'roles': {'analyst': true}}}",
                "{'sub': 's', 'realm_access': {'roles': []}}",
                "{'sub': 's', 'roles': ['operator']}"
            })
    void who_is_given_none_has_none(String claims) {
        assertThat(caller(roles("realm_access.roles"), claims).roles()).isEmpty();
    }

    @Test
    void teams_are_read_only_where_a_claim_is_named() {
        String claims = "{'sub': 's', 'teams': ['owls', 'larks', 'not a team', '/group']}";

        assertThat(caller(teams("teams"), claims).teams())
                .containsExactlyInAnyOrder(new TeamId("owls"), new TeamId("larks"));
        for (String none : Arrays.asList(null, "", " ")) {
            assertThat(caller(teams(none), claims).teams()).isEmpty();
        }
        assertThat(caller(STANDARD, claims).teams()).isEmpty();
    }
}
