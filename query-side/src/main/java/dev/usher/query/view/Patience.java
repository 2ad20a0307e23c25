package dev.usher.query.view;

import dev.usher.eventstore.Log;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Holds calls that {@link SeesWrites} back until their views have caught up, before anything is looked up. */
@Component
final class Patience implements HandlerInterceptor, WebMvcConfigurer {

    static final String BEHIND = "Usher-Behind";

    private final Log log;
    private final ReadSettings settings;

    Patience(Log log, ReadSettings settings) {
        this.log = log;
        this.settings = settings;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            SeesWrites views = views(method);
            if (views != null) {
                await(views.value(), response);
            }
        }
        return true;
    }

    static SeesWrites views(HandlerMethod method) {
        SeesWrites own = method.getMethodAnnotation(SeesWrites.class);
        return own != null ? own : AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), SeesWrites.class);
    }

    /** All views together have one time to catch up. */
    private void await(String[] views, HttpServletResponse response) {
        long deadline = System.nanoTime() + settings.patience().toNanos();
        long behind = 0;
        for (String view : views) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            if (!log.awaitCaughtUp(view, left)) {
                behind = Math.max(behind, log.head() - log.positionOf(view));
            }
        }
        if (behind > 0) {
            response.setHeader(BEHIND, Long.toString(behind));
        }
    }
}
