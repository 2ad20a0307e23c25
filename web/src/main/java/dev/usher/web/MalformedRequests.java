package dev.usher.web;

import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;

/**
 * What Tomcat refuses while it still reads the request line ({@code %00} or {@code %2F} in the path): no filter and no
 * error page gets to see it, and Tomcat's own words would be HTML.
 */
final class MalformedRequests extends ErrorReportValve {

    private final Errors errors;

    MalformedRequests(Errors errors) {
        this.errors = errors;
    }

    @Override
    protected void report(Request request, Response response, Throwable cause) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        // There is no servlet path yet to tell the door by.
        request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, request.getRequestURI());
        HttpStatus known = HttpStatus.resolve(status);
        Fault fault = new Fault(
                known == null ? HttpStatus.BAD_REQUEST : known,
                known == null || known == HttpStatus.BAD_REQUEST ? "invalid" : Errors.code(known),
                "the request line, a header or a parameter is malformed");
        try (MDC.MDCCloseable _ = Correlation.begin(request, response.getResponse())) {
            errors.write(request, response.getResponse(), fault);
            response.finishResponse();
        } catch (IOException | IllegalStateException _) {
            // Nobody is there any more to read it, or somebody has answered.
        }
    }
}
