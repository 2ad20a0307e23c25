package dev.usher.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What Tomcat refuses before any of our code sees it (TRACE, for one), in the form of the door all the same. */
@Controller
final class ContainerErrors implements ErrorController {

    private final Errors errors;

    ContainerErrors(Errors errors) {
        this.errors = errors;
    }

    @RequestMapping("/error")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Without a status somebody asked for this path by name.
        HttpStatus status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? HttpStatus.valueOf(code)
                : HttpStatus.NOT_FOUND;
        String detail = status.is5xxServerError()
                ? "something went wrong here"
                : status.getReasonPhrase().toLowerCase(java.util.Locale.ROOT);
        errors.write(request, response, new Fault(status, Errors.code(status), detail));
    }
}
