# syntax=docker/dockerfile:1

FROM node:24-slim AS page
WORKDIR /source/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.11-slim
# A smaller image without CUDA: --build-arg PIP_EXTRA_INDEX_URL=<PyTorch's index of CPU wheels>
ARG PIP_EXTRA_INDEX_URL=
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONUNBUFFERED=1
WORKDIR /source
# What changes seldom comes first: the packages in their pinned versions, then lpntk itself.
COPY pyproject.toml hatch_build.py constraints.txt README.md LICENSE ./
COPY backend/lpntk/__init__.py backend/lpntk/
RUN LPNTK_SKIP_FRONTEND=1 pip install -c constraints.txt '.[postgresql]'
COPY backend backend
COPY --from=page /source/backend/lpntk/api/static backend/lpntk/api/static
# The page is built above, in a stage of its own, so the build hook has nothing to do.
RUN LPNTK_SKIP_FRONTEND=1 pip install --no-deps --force-reinstall .

RUN useradd --create-home --uid 1000 lpntk && install -d -o lpntk -g lpntk /home/lpntk/data
USER lpntk
WORKDIR /home/lpntk
VOLUME /home/lpntk/data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "import os, urllib.request as u; \
u.urlopen(u.Request('http://127.0.0.1:8000/api/health', headers={'Authorization': 'Bearer ' + os.environ['LPNTK_TOKEN']}))"]
ENTRYPOINT ["lpntk"]
CMD ["serve", "--host", "0.0.0.0", "--no-browser"]
