package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is refused at the start, and what is what when nobody says. */
class OidcSettingsTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({IdentitySettings.class, OidcSettings.class})
    static class Settings {

        @Bean
        @OnlyIn(IdentityMode.LOCAL)
        String here() {
            return "local";
        }

        @Bean
        @OnlyIn(IdentityMode.OIDC)
        String elsewhere(OidcSettings settings) {
            return "oidc " + settings.requiredIssuer();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"unrelated=1", "usher.identity.mode=", "usher.identity.mode=local", "usher.identity.mode=LOCAL"})
    void people_sign_in_here_unless_somebody_says_otherwise(String setting) {
        runner.withPropertyValues(setting, "usher.oidc.issuer=")
                .run(context -> assertThat(context).getBean(String.class).isEqualTo("local"));
    }

    @Test
    void the_claims_have_the_names_of_openid_connect() {
        runner.run(context -> {
            OidcSettings settings = context.getBean(OidcSettings.class);
            assertThat(settings.audience()).isEmpty();
            assertThat(settings.claims())
                    .isEqualTo(new OidcSettings.ClaimNames("sub", "email", "email_verified", null, "roles", null));
        });
    }

    @Test
    void all_of_it_can_be_set_by_the_environment() {
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new org.springframework.core.env.SystemEnvironmentPropertySource(
                                "systemEnvironment",
                                java.util.Map.of(
                                        "USHER_IDENTITY_MODE", "oidc",
                                        "USHER_OIDC_ISSUER", "https://id.example.org/",
                                        "USHER_OIDC_AUDIENCE", "usher,portal",
                                        "USHER_OIDC_CLAIMS_USER_ID", "uid",
                                        "USHER_OIDC_CLAIMS_EMAIL_VERIFIED", "xms_edov",
                                        "USHER_OIDC_CLAIMS_VERIFIED_EMAILS", "emails",
                                        "USHER_OIDC_CLAIMS_SITE_ROLES", "realm_access.roles",
                                        "USHER_OIDC_CLAIMS_TEAMS", "teams"))))
                .run(context -> {
                    assertThat(context).getBean(String.class).isEqualTo("oidc https://id.example.org/");
                    OidcSettings settings = context.getBean(OidcSettings.class);
                    assertThat(settings.audience()).isEqualTo(List.of("usher", "portal"));
                    assertThat(settings.claims())
                            .isEqualTo(new OidcSettings.ClaimNames(
                                    "uid", "email", "xms_edov", "emails", "realm_access.roles", "teams"));
                });
    }

    @Test
    void oidc_needs_an_issuer() {
        runner.withPropertyValues("usher.identity.mode=oidc")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("usher.oidc.issuer"));
    }

    @Test
    void a_mode_that_is_not_there_is_refused() {
        runner.withPropertyValues("usher.identity.mode=saml")
                .run(context -> assertThat(context).hasFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "https://id.example.org, true",
        "https://id.example.org/realms/x, true",
        "http://localhost:8080/realms/x, true",
        "http://127.0.0.1:1, true",
        "http://[::1]:1, true",
        "http://id.example.org, false",
        "http://localhost.example.org, false",
        "https://user:secret@id.example.org, false",
        "id.example.org, false",
        "file:///etc/passwd, false",
        "https://, false"
    })
    void whoever_could_listen_in_could_be_anybody(String issuer, boolean possible) {
        runner.withPropertyValues("usher.oidc.issuer=" + issuer).run(context -> {
            if (possible) {
                assertThat(context).hasNotFailed();
            } else {
                assertThat(context).getFailure().rootCause().hasMessageContaining("must be an https address");
            }
        });
    }
}
