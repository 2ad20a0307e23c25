package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.eventstore.KeyRings;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class ClientsTest {

    private final RotatingKeys keys = new RotatingKeys();
    private final Clients clients = new Clients(keys);

    @AfterEach
    void answer() {
        RequestContextHolder.resetRequestAttributes();
    }

    private String from(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        return clients.current().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "2001:db8:1:2::1, 2001:db8:1:2:3:4:5:6, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false"
    })
    void whoeverComesFromTheSameNetworkLooksTheSame(String one, String other, boolean same) {
        assertThat(from(one).equals(from(other))).isEqualTo(same);
    }

    @Test
    void itIsSixteenDigitsThatSayNothingWithoutTheKey() {
        String digest = from("192.0.2.7");

        assertThat(digest).matches("[0-9a-f]{16}");
        assertThat(List.of(fromWith(new RotatingKeys()), fromWith(new RotatingKeys())))
                .doesNotHaveDuplicates()
                .doesNotContain(digest);
    }

    private static String fromWith(RotatingKeys other) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr("192.0.2.7");
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        return new Clients(other).current().orElseThrow();
    }

    @Test
    void itIsMadeOnceForARequestAndAnewWithAnotherKey() {
        String before = from("192.0.2.7");
        keys.rotate(KeyRings.CLIENT);

        assertThat(clients.current()).contains(before);
        assertThat(from("192.0.2.7")).isNotEqualTo(before);
    }

    @Test
    void outsideOfARequestThereIsNone() {
        assertThat(clients.current()).isEmpty();
    }
}
