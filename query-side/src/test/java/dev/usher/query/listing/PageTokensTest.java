package dev.usher.query.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageTokensTest {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/. \n%é";

    private final PageTokens tokens = ListingsOverViews.tokens();
    private final Selection selection = selection("team", Sort.BY_EMAIL);
    private final Cursor cursor = new Cursor("zoë@x.org", new InvitationId("0198a2b4-0000-7000-8000-000000000001"));

    private static Selection selection(String name, Sort sort) {
        return new Selection(name, List.of("true"), Map.of(), sort, "0");
    }

    private void assertRefused(Selection by, String token) {
        assertThatThrownBy(() -> tokens.cursor(by, token))
                .as(token)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID));
    }

    @Test
    void aTokenSaysWhereTheListGoesOnAndIsAlwaysTheSame() {
        String token = tokens.token(selection, cursor);

        assertThat(tokens.cursor(selection, token)).isEqualTo(cursor);
        assertThat(tokens.token(selection, cursor)).isEqualTo(token);
        assertThat(token).matches("[A-Za-z0-9_-]{40,200}");
    }

    @Test
    void aListWithoutAddressGoesOnToo() {
        Cursor none = new Cursor("", cursor.id());

        assertThat(tokens.cursor(selection, tokens.token(selection, none))).isEqualTo(none);
    }

    @Test
    void itIsOfUseForItsListAndOrderAlone() {
        String token = tokens.token(selection, cursor);

        assertRefused(selection("team2", Sort.BY_EMAIL), token);
        assertRefused(selection("", Sort.BY_EMAIL), token);
        assertRefused(selection("team", Sort.BY_EMAIL_BACKWARDS), token);
        assertRefused(selection("team\nemail", Sort.NEWEST_FIRST), token);
    }

    /** Also where a decoder would overlook it. */
    @Test
    void everyOtherCharacterAnywhereIsRefused() {
        String token = tokens.token(selection, cursor);
        for (int at = 0; at < token.length(); at++) {
            for (int i = 0; i < ALPHABET.length(); i++) {
                String altered = token.substring(0, at) + ALPHABET.charAt(i) + token.substring(at + 1);
                if (!altered.equals(token)) {
                    assertRefused(selection, altered);
                }
            }
        }
    }

    @Test
    void whateverIsCutAddedOrMadeUpIsRefused() {
        String token = tokens.token(selection, cursor);
        Random random = new Random(7);
        List<String> wrong = new ArrayList<>(List.of("", "=", "\0", token + "=", token + token));
        for (int i = 0; i < token.length(); i++) {
            wrong.add(token.substring(0, i));
            wrong.add(token.substring(i + 1));
        }
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            wrong.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            wrong.add(new String(bytes, StandardCharsets.ISO_8859_1));
        }

        wrong.forEach(one -> assertRefused(selection, one));
    }
}
